@@
identifier x;
expression E;
@@
- char x[E];
+ char *x;
