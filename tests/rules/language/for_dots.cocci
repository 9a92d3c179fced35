@@
identifier x;
@@
  for (...; ...; ...) {
    ...
-   old(x);
+   new(x);
    ...
  }
