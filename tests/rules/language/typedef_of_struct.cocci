@r@
type T;
identifier m;
@@

typedef struct {
	...
	struct lock m;
	...
} T;

@@
type r.T;
identifier r.m;
T *x;
@@

- x->m
+ x->other
