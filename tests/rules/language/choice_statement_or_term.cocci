@@
expression x;
@@
(
  return get(x);
|
- get(x)
+ fetch(x)
)
