@@
expression E;
@@
- first(E);
  ... when != true !E
  last(E);
