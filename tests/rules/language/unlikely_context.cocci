@@
expression x;
expression n;
@@
  if (unlikely(x == NULL))
-   return n;
+   return foo(n);
