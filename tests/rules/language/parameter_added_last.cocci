@@
identifier f, x, y;
type T1, T2;
@@
  f(T1 x, T2 y
+   , int z
  ) { ... }
