@@
identifier A;
expression e;
@@
 #define A
- e
+ (e)
