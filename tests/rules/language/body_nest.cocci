@@
identifier fn; identifier p;
@@
 fn(..., struct page *p, ...) {
 <...
- put(p)
+ fput(p)
 ...>
 }
