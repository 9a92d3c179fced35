@@
fresh identifier n = "made_";
identifier f;
@@
- f
+ n
  (void) { ... }
