@@
expression E;
statement S1, S2;
@@
- if (!E || IS_ERR(E)) S1 else S2
+ if (IS_ERR_OR_NULL(E)) S1 else S2
