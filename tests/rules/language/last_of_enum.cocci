@@
identifier e;
@@

  enum e {
    ...,
-   OLD,
+   NEW,
    ...
  };
