@@
identifier x;
expression e;
@@

  struct pair x = {
-   .name = e
+   .id = { .name = e },
  };
