@@
identifier x;
expression E;
@@
- x = E;
- return x;
+ return E;
