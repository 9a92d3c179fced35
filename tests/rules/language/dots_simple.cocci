@@
expression l;
@@
- lock(l);
+ new_lock(l);
  ...
- unlock(l);
+ new_unlock(l);
