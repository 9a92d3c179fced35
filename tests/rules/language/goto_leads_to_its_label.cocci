@@
identifier l;
@@
  goto l;
  ...
  l:
+ mark();
