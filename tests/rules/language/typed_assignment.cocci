@@
struct device *d;
expression E;
@@
- d->driver_data = E
+ dev_set_drvdata(d, E)
