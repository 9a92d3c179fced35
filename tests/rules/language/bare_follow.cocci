@@
identifier x;
expression E;
@@
  x = f(E)
  ...
- x->old
+ x->new
