@@
type T;
identifier i;
expression E;
@@
- T i = zero(E);
+ T i = 0;
