@@
expression E;
@@
- first(E);
+ FIRST(E);
  ...
  last();
