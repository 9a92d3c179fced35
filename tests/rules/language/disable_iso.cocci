@ disable is_null, commeq @
expression E;
@@
- E == NULL
+ is_null(E)
