// What a macro declares.
@@
declarer name DEFINE_MUTEX, DEFINE_LOCK;
identifier m;
@@
- DEFINE_MUTEX(m);
+ DEFINE_LOCK(m, 0);
