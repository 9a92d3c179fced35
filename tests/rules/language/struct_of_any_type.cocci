@r@
type T;
identifier m;
@@

T {
	...
-	struct lock m;
+	struct key m;
	...
};

@@
type r.T;
identifier r.m;
T *x;
@@

- x->m
+ x->other
