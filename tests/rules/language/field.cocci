@@
struct foo *p;
@@
- p->count
+ atomic_read(&p->refs)
