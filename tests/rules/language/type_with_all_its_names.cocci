@seen@
type T;
T *p;
@@

start(p)

@@
type seen.T;
T v;
@@

- use(v)
+ use(v, 1)
