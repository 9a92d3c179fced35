@@
type T;
identifier x;
expression E;
@@

- unsigned T x = E;
+ T x = E;

@@
type T;
identifier f, a;
@@

  f(
-   signed T a
+   unsigned T a
  ) { ... }
