@@
expression x, f;
statement S;
@@
-x = alloc(f);
+x = zalloc(f);
 if (x == NULL || ...) S
-clear(x);
