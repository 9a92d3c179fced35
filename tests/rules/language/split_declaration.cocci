@@
identifier x;
expression E;
type T;
@@
- T x = E;
+ T x;
  ...
+ x = E;
  use(x);
