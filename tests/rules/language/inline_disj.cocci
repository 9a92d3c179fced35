@@
expression x;
@@
- foo(x, \(A\|B\))
+ foo(x)
