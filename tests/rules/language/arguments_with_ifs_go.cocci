@@
@@
-log(...);

@@
expression e;
@@
-put(e)
+drop(e)
