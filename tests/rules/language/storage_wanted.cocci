@disable optional_storage@
identifier f, x;
@@

- f(int x)
+ f(long x)
  { ... }
