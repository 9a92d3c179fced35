@@
identifier x;
expression a, b;
@@
 struct pair x =
-{ a, b }
+PAIR(a, b)
 ;
