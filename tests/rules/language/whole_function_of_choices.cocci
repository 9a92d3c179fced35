@@
identifier f, i;
@@
-int f(struct inode *i)
-{
(
-if (i->a)
-	set(i);
|
-set(i);
)
-return 0;
-}
