// sizeof of a type where the variable's own will do.
@@
type T;
T *x;
expression flags;
@@
- x = kzalloc(sizeof(T), flags);
+ x = kzalloc(sizeof(*x), flags);
