@@
identifier f;
@@
  static int
- __init
  f(...) { ... }
