// From a lock to every unlock after it, others on the way.
@@
expression l;
@@
  spin_lock(l);
  ... when any
- spin_unlock(l);
+ spin_unlock_counted(l);
