@@
expression *p;
@@
- put(p)
+ put_pointer(p)
