@r@
identifier f, ops;
@@
struct ops ops = { .open = f, };
@@
identifier r.f;
identifier x;
@@
  f(
-   int x
+   long x
   ) { ... }
