@@
identifier Z;
@@
- signed int Z;
+ fresh Z;
