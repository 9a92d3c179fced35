@@
expression E;
@@
- if (E != NULL)
-	foo(E);
+ foo(E);
