@@
identifier x;
@@

- struct page *x;
  ... when != x
