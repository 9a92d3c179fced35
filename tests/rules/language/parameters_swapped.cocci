@@
type T1, T2;
identifier a, b, f;
@@
- T1 f(T2 a, int b)
+ T1 f(int b, T2 a)
  { ... }
