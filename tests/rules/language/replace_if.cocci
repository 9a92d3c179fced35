@@
expression E;
statement S;
@@
- if (E)
-	BUG();
+ BUG_ON(E);
