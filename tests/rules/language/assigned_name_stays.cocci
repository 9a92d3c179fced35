@@
expression x, e;
@@
- x = e
+ assign(x, e)
