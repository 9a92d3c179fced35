@@
identifier f, a, b, i;
@@

  f(struct s *a,
+   char i,
-   int b
+   long b
   ) {
-  int i;
  ...
  }
