// Every use of a parameter in the body of its function.
@@
identifier f, page;
@@
f(..., struct page *page, ...) {
  <...
- PageUptodate(page)
+ page_is_uptodate(page)
  ...>
}
