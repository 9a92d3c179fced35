@@
type T;
identifier f;
parameter list ps;
@@
  T f(ps) {
+ enter();
  ...
  }
