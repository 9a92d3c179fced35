@r@
identifier tag, m;
@@

struct tag {
	...
	struct lock m;
	...
};

@@
identifier r.tag, r.m;
struct tag *x;
@@

- x->m
+ x->other
