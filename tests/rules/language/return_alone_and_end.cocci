@@
@@
+ leave();
 return ...;
