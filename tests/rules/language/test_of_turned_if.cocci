@@
expression e;
statement S1, S2;
@@

  if (
-     e == NULL
+     none(e)
     ) S1 else S2
