@@
expression E;
@@
- first(E);
  ... when != bad(E)
  last(E);
