@@
expression e;
@@

  lock(e);
  ... when != unlock(e)
- first(e);
