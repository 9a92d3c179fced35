@@
expression x;
@@
  lock(x);
  ... when != unlock(x)
- return 0;
+ { unlock(x); return 0; }
