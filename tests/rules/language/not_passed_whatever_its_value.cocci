@@
identifier f, q;
expression x, y;
@@

  f(...) {
    int q;
    ...
    first(x);
    ...
(
-   second(y);
+   fourth(x, y);
|
-   third(y);
+   fourth(x, y);
)
    ...
  }
