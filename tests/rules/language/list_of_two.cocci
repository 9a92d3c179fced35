@@
expression list[2] es;
@@
- f(es)
+ g(es)
