@@
expression a, b;
@@
- (a) / (b)
+ div(a, b)
