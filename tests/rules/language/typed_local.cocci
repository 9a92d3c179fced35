@@
local idexpression struct foo *x;
expression E;
@@
- x = E;
+ set(x, E);
