@@
@@
-struct old
+struct new
