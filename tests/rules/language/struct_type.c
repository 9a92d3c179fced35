struct foo;
struct foo *g(struct foo *x)
{
	struct foo y = *(struct foo *)x;
	return kmalloc(sizeof(struct foo), 1);
}
