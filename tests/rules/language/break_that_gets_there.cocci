@@
expression E;
@@
  one(E);
  ...
- two(E);
