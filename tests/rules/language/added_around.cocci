@@
expression e;
@@

  call(
+   first(1) *
-   e
+   0
+   * last(2)
  )
