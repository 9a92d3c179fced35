@@
@@
-begin();
 ... when != false ready()
-end();
