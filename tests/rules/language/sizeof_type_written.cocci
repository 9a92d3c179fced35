@@
type T;
@@
- sizeof(T)
+ SIZE(T)
