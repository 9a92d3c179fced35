@@
identifier i;
@@
 int i;
+int more;
