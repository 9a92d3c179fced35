@@
statement S;
@@

one(...) {
	...
	S
+	last();
}
