@@
expression x;
@@
  if (x) { ...
-   return -1;
+   return -EINVAL;
  }
