@@
expression x, y;
@@
(
- get(x)
+ fetch(x)
|
- call(y)
+ invoke(y)
)
