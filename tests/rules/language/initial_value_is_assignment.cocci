@@
bool b;
@@
 b =
-0
+false
