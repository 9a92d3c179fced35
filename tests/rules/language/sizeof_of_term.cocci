@@
type T;
expression E;
@@
-sizeof(E) / sizeof(T)
+LENGTH(E)
