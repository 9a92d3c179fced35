@@
identifier i;
statement S;
expression a, b;
@@
 for (i = a; i < b;
- i++
+ NEXT(i)
 ) S
