@@
type T; identifier x; expression E;
@@
- T x;
+ T x = E;
  ...
- x = E;
