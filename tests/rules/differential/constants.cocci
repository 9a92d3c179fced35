// Constants among the arguments; sets and expressions around.
@@
expression x;
constant c = {GFP_KERNEL, GFP_ATOMIC};
@@
- kmalloc(x, c)
+ alloc_with(c, x)
