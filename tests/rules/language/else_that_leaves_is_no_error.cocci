@@
@@
 begin();
 ...
-end();
