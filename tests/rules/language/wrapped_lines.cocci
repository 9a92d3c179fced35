@@
expression e;
@@

+ if (e) {
  lock(e);
  ...
  unlock(e);
+ }
