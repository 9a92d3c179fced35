// The type of a parameter, in definitions and prototypes.
@@
identifier f, file;
type T;
@@
T f(...,
-   struct file *file
+   struct kfile *file
    , ...) { ... }
