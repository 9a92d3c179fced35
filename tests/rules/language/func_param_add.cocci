@@
identifier f;
@@
  f(...
+   , int flags
   ) { ... }
