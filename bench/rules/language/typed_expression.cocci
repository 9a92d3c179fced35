// A member of what has a type, in whatever way it is told.
@@
struct net_device *dev;
@@
- dev->flags & IFF_UP
+ netdev_is_up(dev)
