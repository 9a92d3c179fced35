@@
type T;
@@
- T *
+ T
