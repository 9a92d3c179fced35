@@
expression E;
@@
 if (E) { ... }
+ last(E);
