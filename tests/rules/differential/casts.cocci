// A cast of what needs none.
@@
type T;
expression size, flags, x;
@@
  x =
- (T *)
  kmalloc(size, flags)
