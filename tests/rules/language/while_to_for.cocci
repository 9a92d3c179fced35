@@
statement S;
expression E;
@@
- while (E) S
+ for (; E;) S
