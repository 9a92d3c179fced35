@@
local idexpression x;
@@
- put(x)
+ drop(x)

@@
global idexpression x;
@@
- put(x)
+ keep(x)
