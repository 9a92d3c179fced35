@@
identifier l;
@@
  if (broken(...)) {
    ...
-   goto l;
+   return 1;
  }

@@
@@
  while (...) {
    ...
-   break;
+   return 2;
  }
