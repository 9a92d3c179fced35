// A member comes after another one of a struct.
@@
identifier s, m;
@@
  struct s {
    ...
    struct completion m;
+   unsigned int waits;
    ...
  };
