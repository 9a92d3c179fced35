@@
typedef big_t;
big_t b;
@@
- put(b)
+ put_big(b)
