@@
identifier i;
expression n;
@@
-for (i = 0; i < n; i++) clear(i);
+clear_all(n);

@@
identifier i;
expression n;
statement S;
@@
-for (i = 0; i < n; i++)
+each (i, n);
 S
