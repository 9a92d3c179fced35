@@
statement S;
@@
+trace();
 S
