@@
identifier f;
@@
  int f(void)
  {
+   int added;
    ...
+   done();
    return 0;
  }
