// A test for NULL in any of its forms, in any order.
@@
identifier p;
statement S;
@@
  p = devm_kzalloc(...);
- if (p == NULL) S
+ if (missing(p)) S
