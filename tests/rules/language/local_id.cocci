@@
local idexpression x;
@@
- f(x)
+ g(x)
