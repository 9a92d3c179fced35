@@
expression x, e;
@@
  x = e
  ... when != x
  return
- x
+ 0
  ;
