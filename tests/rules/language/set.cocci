@@
identifier f = {one, two};
expression E != {zero, 0};
@@
- f(E)
+ f(E, 0)
