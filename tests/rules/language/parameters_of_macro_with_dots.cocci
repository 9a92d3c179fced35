@@
identifier f;
expression e;
symbol a, b;
@@
- #define f(..., a, ..., b, ...) e
+ #define f() e

@@
identifier list is;
expression e;
@@
- #define grow(is) e
+ #define shrink(is) e
