@@
constant c;
identifier i;
@@
-add(c@i)
+add_name(i)
