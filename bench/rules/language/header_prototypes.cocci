// A parameter goes, and in the prototypes of the file, too.
@@
identifier fn, f, w;
@@
  fn(struct file *f,
-   struct poll_table_struct *w
+   struct poll *w
    ) { ... }
