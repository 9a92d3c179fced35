@@
expression x;
@@
  switch (x) {
  case A:
-   foo();
+   bar();
    break;
  ...
  }
