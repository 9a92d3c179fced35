struct foo { struct o *ops; };
void g(struct foo *x) { x->ops->open(1); (*x).ops->close(2); }
