@@
int e;
@@
- put(e)
+ put_int(e)
