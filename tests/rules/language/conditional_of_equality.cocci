@@
expression x, y;
@@
- x == y ? 0 : 1
+ x != y
