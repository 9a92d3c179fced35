@@
@@
-begin();
-...
-end();
