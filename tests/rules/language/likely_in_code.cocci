@@
expression x;
expression n;
@@
  if (x == NULL)
-   return n;
+   return foo(n);
