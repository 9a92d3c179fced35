@@
expression x, y;
@@
  foo(x
-     , y
     )
