@@
expression x;
@@
- x = old(...);
+ x = new();
  ... when != x
- use(...)
+ nuse()
