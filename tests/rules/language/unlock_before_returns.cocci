@@
expression l;
@@

  lock(l);
  ... when != unlock(l)
+ unlock(l);
  return ...;
