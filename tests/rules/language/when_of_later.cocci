@@
expression e;
@@
 start();
 ... when != e
-finish(e);
+finish_all(e);
