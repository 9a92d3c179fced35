@@
type T;
@@
 sizeof(
- T
+ long
 )
