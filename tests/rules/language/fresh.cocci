@@
identifier f;
fresh identifier g = "new_" ## f;
@@
- f(0)
+ g(0)
