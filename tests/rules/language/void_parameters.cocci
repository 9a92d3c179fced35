@@
identifier f;
@@
- f(void)
+ f(int x)
  { ... }
