// An allocation and the test after it; "!x" and "x == NULL" are one.
@@
expression x, size, flags;
statement S;
@@
- x = kmalloc(size, flags);
+ x = kmalloc_tracked(size, flags);
  if (x == NULL) S
