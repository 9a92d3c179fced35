@@
expression e;
@@

  while (e) {
    <...
-   work();
+   labour();
    ...>
  }
