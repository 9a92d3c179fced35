@@
expression e;
@@

  if (test(e)) {
    ... when any
-   return 1;
+   return -1;
  }
