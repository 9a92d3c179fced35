@@
@@
 begin();
 ...
?-end();
 ...
-last();
