@@
expression e;
@@

  if (test(e)) {
+	put(e);
	...
	return -1;
  }
