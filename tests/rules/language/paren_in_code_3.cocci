@@
expression a, b;
@@
- foo
+ fop
 (a + b)
