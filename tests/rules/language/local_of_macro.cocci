@@
struct leaf *x;
@@
- drop(x)
+ leaf_drop(x)
