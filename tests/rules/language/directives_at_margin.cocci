@@
@@
+ #ifdef CONFIG_OLD
  old_work();
+ #endif
