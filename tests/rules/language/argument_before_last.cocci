@@
expression e;
@@
 f(...,
+  fresh,
   e)
