// One of a set of names, with a constant of a set.
@@
identifier fn = {msleep, mdelay, udelay};
constant c = {10, 100, 1000};
@@
- fn(c)
+ wait_for(fn, c)
