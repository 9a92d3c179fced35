@@
attribute name __near, __far;
@@
 int
+ __far
 *
+ __near
 two() { return 0; }
