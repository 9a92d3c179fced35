@@
identifier s, a;
@@
  struct s {
    ...
    int a;
+   int b;
    ...
  };
