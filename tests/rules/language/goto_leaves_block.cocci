@@
expression ret;
@@
 ret = probe(...);
 if (ret < 0) {
 ...
-report(...);
 ...
 }
