@@
typedef one_t;
identifier x;
fresh identifier y = "my_" ## x;
@@

  one_t
- x
+ y
  ;
