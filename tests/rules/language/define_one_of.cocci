@disable paren@
identifier x;
expression E;
@@
(
#define x (E)
|
- #define x E
+ #define x (E)
)
