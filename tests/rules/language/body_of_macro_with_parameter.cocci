@@
identifier x;
@@
 #define LEAST(x)
- x
+ (x)
