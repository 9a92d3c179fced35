@@
expression E;
statement S;
@@
- if (IS_ERR(E)) S
+ if (is_err(E)) S
