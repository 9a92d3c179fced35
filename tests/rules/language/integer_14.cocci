@@
identifier Z;
@@
- int Z;
+ fresh Z;
