@@
attribute name __marked;
identifier f;
@@
  __marked(1, 2)
- int
+ long
  f(...) { ... }
