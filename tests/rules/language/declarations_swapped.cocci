@@
identifier i, j;
type T;
@@
- T i;
  T j;
+ T i;
