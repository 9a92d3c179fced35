// A lock and the unlocks on all paths after it.
@@
expression l;
@@
- mutex_lock(l);
+ section_enter(l);
  ...
- mutex_unlock(l);
+ section_leave(l);
