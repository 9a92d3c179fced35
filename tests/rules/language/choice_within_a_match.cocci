@@
expression x, y;
@@
(
  keep(y, ...)
|
- get(x)
+ fetch(x)
)
