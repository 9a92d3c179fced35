@@
expression e1, e2;
@@
- e1 = e2;
- return e1;
+ return e2;
