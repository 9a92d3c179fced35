// A statement that may be missing goes with the one before it.
@@
expression d;
@@
- platform_device_del(d);
?- platform_device_put(d);
+ platform_device_drop(d);
