struct foo { int count; struct foo *next; };
struct bar { int count; struct foo *f; };
int f(struct foo *a, struct bar *b, struct foo c)
{
	struct foo *z = b->f;

	b->count = 1;
	c.count = 2;
	z->count++;
	return a->count + b->f->count + a->next->next->count + (&c)->count;
}
