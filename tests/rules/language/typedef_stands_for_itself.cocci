@@
typedef node_t;
node_t *p;
@@
- p->key
+ key_of(p)
