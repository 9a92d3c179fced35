@@
identifier I;
expression E;
@@
struct client I = {
-	.name = E,
	...,
+	.device = E,
};
