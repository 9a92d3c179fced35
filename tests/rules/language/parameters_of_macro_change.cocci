@@
identifier x;
expression e;
@@
- #define LEAST(x) e
+ #define MOST(x, n) e
