@r@
identifier s;
@@
struct s { ... int magic; ... };
@@
identifier r.s;
identifier x;
@@
- struct s x;
+ struct s x = MAGIC;
