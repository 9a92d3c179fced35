struct foo { struct o *ops; };
void g(struct foo *x) { x->open(1); x->close(2); }
