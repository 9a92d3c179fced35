@@
identifier Z;
@@
- unsigned Z;
+ fresh Z;
