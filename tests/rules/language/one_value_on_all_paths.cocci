@@
expression x, n;
@@

- claim(x);
+ claim(x, n);
  ...
  release(n);

@seen@
expression x, n;
@@

  enter(x);
  ...
  leave(n);

@@
expression seen.n;
@@

- hint(n);
