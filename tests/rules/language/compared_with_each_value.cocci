@a@
identifier x;
@@
 alloc(x);

@@
identifier y != a.x;
@@
- release(y);
