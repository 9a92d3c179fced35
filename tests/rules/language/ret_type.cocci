@@
identifier f;
@@
- int
+ bool
  f(...) {
  <...
- return 0;
+ return false;
  ...>
  }
