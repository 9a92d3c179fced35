@@
statement S;
@@
 begin();
 ...
+check();
 S
 ...
 end();
