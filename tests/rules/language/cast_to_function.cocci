@@
type T;
expression e;
identifier fn;
@@

- start(e, (T)fn)
+ start(e, fn)
