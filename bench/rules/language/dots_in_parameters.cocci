// A parameter in the midst of others that are not named.
@@
identifier fn, ctx;
@@
  fn(...,
-    struct seq_file *ctx
+    struct seq *ctx
     , ...)
  { ... }
