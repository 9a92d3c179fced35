@@
identifier f; parameter p; identifier x;
@@
- f(p, int x)
+ f(int x, p)
 { ... }
