@@
expression a, b, n;
@@
 if (a == b)
- foo(n);
+ fop(n);
