@@
type T;
@@
- const T *
+ T *
