@@
expression E;
@@
 if (E) { ... }
+ else { other(); }
