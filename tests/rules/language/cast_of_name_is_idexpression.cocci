@@
idexpression x;
@@
- use(x)
+ use_name(x)
