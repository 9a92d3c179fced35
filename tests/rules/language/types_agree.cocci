@@
type T;
T x;
T *y;
@@
- copy(x, *y)
+ copy2(x, y)
