@@
expression x, E; type T;
@@
  x =
- (T)
  kmalloc(E)
