// Local variables of a type, as an argument; members of that type are none.
@@
local idexpression struct device *dev;
@@
- get_device(dev)
+ get_local_device(dev)
