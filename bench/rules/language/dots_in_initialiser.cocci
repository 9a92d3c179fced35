// A member of one type's initialisers moves to another's name, nested ones left alone.
@@
identifier ops, fn;
@@
  struct seq_operations ops = {
    ...,
-   .show = fn,
+   .print = fn,
    ...,
  };
