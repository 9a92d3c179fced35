@@
link p;
@@
- put(p)
+ put_link(p)
