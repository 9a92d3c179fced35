@@
struct s *x;
expression n;
@@
 if (!x->next)
- return n;
+ return foo(n);
