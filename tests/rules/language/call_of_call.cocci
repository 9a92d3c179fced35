@@
expression e1, e2, e3;
@@
- f(e1)(e2)->x[e3]
+ g(e1, e2, e3)
