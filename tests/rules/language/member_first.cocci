@@
identifier x, y;
@@
struct x {
- struct y *next;
+ struct list_head list;
  ...
};
