@@
identifier i;
expression a, b;
statement S;
@@
- for (i = a; i < b; i++) S
+ LOOP(i, a, b);
