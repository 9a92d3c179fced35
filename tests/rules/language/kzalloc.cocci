@@
expression x, E1, E2;
statement S;
@@
- x = kmalloc(E1, E2);
+ x = kzalloc(E1, E2);
  if (x == NULL) S
- memset(x, 0, E1);
