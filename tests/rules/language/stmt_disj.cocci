@@
expression x;
@@
(
- a(x);
+ na(x);
|
- b(x);
+ nb(x);
|
  c(x);
)
