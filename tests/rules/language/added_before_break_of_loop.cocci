@@
@@

while (...) {
	<...
	first();
+	second();
	break;
	...>
}
