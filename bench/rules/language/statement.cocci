// Any statement behind a test.
@@
expression e;
statement S;
@@
- if (unlikely(IS_ERR(e))) S
+ if (IS_ERR(e)) S
