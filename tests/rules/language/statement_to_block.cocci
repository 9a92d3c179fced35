@@
expression x, y;
@@
- swap_old(x, y);
+ {
+	typeof(x) t = x;
+
+	x = y;
+	y = t;
+ }
