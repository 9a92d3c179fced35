@@
type T;
identifier x;
@@
- T
+ long
  x;
