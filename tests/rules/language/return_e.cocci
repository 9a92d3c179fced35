@@
expression E;
@@
- return E;
+ return -E;
