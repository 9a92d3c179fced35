@@
expression list es;
@@
- print(es);
+ print(0, es);
