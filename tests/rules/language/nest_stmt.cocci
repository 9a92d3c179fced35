@@
identifier x;
expression E;
@@
  x = f(E);
  <... when != x = E
- x->old
+ x->new
  ...>
