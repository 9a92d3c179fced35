@@
expression x, f;
statement S;
@@
- if ((x = f(...)) == NULL) S
+ x = f();
+ if (!x) S
