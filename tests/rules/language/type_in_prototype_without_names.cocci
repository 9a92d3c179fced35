@@
identifier n, p;
@@
 static int two(struct page *p,
- int n
+ long n
 ) { ... }
