@@
local idexpression x;
expression e;
@@
  x =
- e
+ made(e)
