@@
expression c, a, b;
@@
 if (c)
-	first(a);
-else second(b);
+	one(a);
+else two(b);
