@@
expression a, b;
@@
struct pair x = {
	.one = a,
-	.two = b
+	.three = b,
+	.four = b
};
