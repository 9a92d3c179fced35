// An allocation cleared by the next statement but one.
@@
expression x, size, flags;
statement S;
@@
- x = kmalloc(size, flags);
+ x = kzalloc(size, flags);
  if (!x) S
- memset(x, 0, size);
