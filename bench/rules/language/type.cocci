// The type of a declaration that is known in its initial value.
@@
type T;
identifier x;
expression e;
@@
- T *x = (T *)e;
+ T *x = e;
