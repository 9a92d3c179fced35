@ disable all @
expression e;
@@
-test(e == NULL)
+absent(e)
