@@
identifier f;
type T;
@@
- T f(void);
+ extern T f(void);
