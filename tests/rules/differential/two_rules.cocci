// Functions found by one rule are changed by the next.
@ops@
identifier o, fn;
@@
struct net_device_ops o = {
  .ndo_open = fn,
};
@@
identifier ops.fn, dev;
@@
int fn(
-  struct net_device *dev
+  struct netdev *dev
  ) { ... }
