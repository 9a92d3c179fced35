@@
expression e;
identifier x;
@@
- x->y = e;
+ set_y(x, e);
  ... when != x->y
