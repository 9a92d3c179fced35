@@
expression list[n] es;
format list some;
@@
- report("seen %@some@ here", es)
+ tell("%@some@", es)
