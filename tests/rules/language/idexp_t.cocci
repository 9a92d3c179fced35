@@
idexpression int x;
@@
- f(x)
+ g(x)
