@@
@@

  if (...) {
-	first();
+	second();
  }

@@
@@

  while (...) {
-	first();
  }

@@
@@

  for (...; ...; ...) {
	...
-	first();
	...
  }
