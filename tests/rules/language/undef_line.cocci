@@
@@
- #undef OLD
+ #undef NEW
