@@
typedef foo_t;
@@
- foo_t
+ struct foo
