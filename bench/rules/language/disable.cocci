// The same, only as it is written.
@disable is_null, isnt_null1, commeq, neg_if, not_ptr1@
identifier p;
statement S;
@@
  p = devm_kzalloc(...);
- if (p == NULL) S
+ if (missing(p)) S
