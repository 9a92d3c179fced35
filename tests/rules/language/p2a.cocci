@@
struct foo *p;
identifier f;
@@
- p->ops->f
+ p->f
