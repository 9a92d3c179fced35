@@
identifier f;
type T;
@@
- extern T f(...);
