@@
type T;
expression x;
@@

- clear(x, sizeof(T));
+ clear_all(x);

@@
type T;
T *p;
@@

- copy(p, sizeof(T));
+ copy_all(p);
