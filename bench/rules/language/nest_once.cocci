// At least once between the lock and the unlock.
@@
expression e;
@@
  rcu_read_lock();
  <+...
- rcu_dereference(e)
+ rcu_pointer(e)
  ...+>
  rcu_read_unlock();
