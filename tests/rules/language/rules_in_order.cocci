@@
expression E;
@@
  f(
-  E
+  E->x
  )
@@
expression E;
@@
- g(E)
+ f(E)
