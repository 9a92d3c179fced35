@@
expression a, b, c, n;
@@
 if (a == b && c)
- foo(n);
+ fop(n);
