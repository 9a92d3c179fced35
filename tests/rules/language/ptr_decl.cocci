@@
identifier x;
@@
- struct foo *x;
+ struct bar *x;
