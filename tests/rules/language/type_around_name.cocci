@@
type T;
identifier x;
@@
- T x;
+ T own;
+ use(sizeof(T));
