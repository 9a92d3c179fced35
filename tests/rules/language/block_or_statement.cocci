@@
expression E;
identifier f;
@@
- if (E) { f(E); }
+ f(E);
