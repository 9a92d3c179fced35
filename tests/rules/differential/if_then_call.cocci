// A test that the call makes itself.
@@
expression x;
@@
- if (x)
-	kfree(x);
+ kfree(x);
