@@
@@

while (...) {
	<...
-	first();
	break;
	...>
}
