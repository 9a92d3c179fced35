@@
identifier fn;
@@
 fn(...) {
 <+...
- lock()
+ mutex_lock()
 ...+>
 }
