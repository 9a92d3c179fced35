@@
expression E, x;
@@
  x = f(E);
  if (
-   x < 0
+   IS_ERR(x)
    ) { ... }
