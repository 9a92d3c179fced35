@@
statement S;
@@
-S
 done();
