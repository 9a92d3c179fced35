@@
declarer name DEFINE_SPINLOCK;
identifier l;
@@
- static DEFINE_SPINLOCK(l);
+ static spinlock_t l;
