@@
format list[n] d;
expression list[n] es;
@@
- print("%@d@", es);
+ show("%@d@", es);
