@@
int i;
@@
- put(i)
+ put_int(i)

@@
struct dev *p;
@@
- put(p)
+ put_dev(p)

@@
unsigned int u;
@@
- put(u)
+ put_unsigned(u)
