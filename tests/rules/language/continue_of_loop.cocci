@@
@@

for (...; ...; ...) {
	<...
-	first();
	continue;
	...>
}
