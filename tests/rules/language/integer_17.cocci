@@
identifier Z;
@@
- signed Z;
+ fresh Z;
