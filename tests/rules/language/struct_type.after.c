struct bar;
struct bar *g(struct bar *x)
{
	struct bar y = *(struct bar *)x;
	return kmalloc(sizeof(struct bar), 1);
}
