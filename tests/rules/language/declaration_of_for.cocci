@@
declaration D;
@@
  D
+ int more;
