@@
expression x;
statement S;
@@
(
  while (get(x) > 1) S
|
- get(x)
+ fetch(x)
)
