@@
identifier f;
@@

f(...) {
	...
(
-	first();
|
?-	second();
)
	...
}
