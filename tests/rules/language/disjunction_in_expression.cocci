@@
expression E1, E2;
@@
(
- a(E1)
+ b(E1)
|
- c(E1, E2)
+ d(E2, E1)
)
  + 1
