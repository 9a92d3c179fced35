@@
idexpression x;
@@
(
  keep(x)
|
- x
+ X(x)
)
