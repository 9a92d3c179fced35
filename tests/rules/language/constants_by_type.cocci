@@
constant int i;
constant float g;
constant unsigned long u;
@@
(
- put(i)
+ put_int(i)
|
- put(g)
+ put_float(g)
|
- put(u)
+ put_ulong(u)
)
