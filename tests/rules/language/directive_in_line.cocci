@@
@@
+ #ifdef OLD
  first();
+ #endif
