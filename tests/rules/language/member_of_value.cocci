@@
struct foo x;
identifier fld;
@@
- x.fld
+ get(&x, fld)
