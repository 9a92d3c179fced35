@@
statement S;
@@
 begin();
 ...
 S
+check();
 ...
 end();
