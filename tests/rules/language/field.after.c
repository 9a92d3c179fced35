struct foo { int count; struct foo *next; };
struct bar { int count; struct foo *f; };
int f(struct foo *a, struct bar *b, struct foo c)
{
	struct foo *z = b->f;

	b->count = 1;
	c.count = 2;
	atomic_read(&z->refs)++;
	return atomic_read(&a->refs) + atomic_read(&b->f->refs) +
	       atomic_read(&a->next->next->refs) + atomic_read(&(&c)->refs);
}
