@@
identifier a;
expression e;
@@
- #define scale(..., a, ..., b, ...) e
+ #define scale(a) e

@@
identifier list is;
expression e;
@@
- #define grow(is) e
+ #define shrink(is) e
