@@
identifier f;
@@
- f
+ call
  (...);
