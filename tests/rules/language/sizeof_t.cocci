@@
type T;
T *x;
expression E;
@@
- x = (T *)kmalloc(sizeof(T), E);
+ x = kmalloc(sizeof(*x), E);
