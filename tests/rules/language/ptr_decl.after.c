struct bar *glob;
struct s {
	struct foo *mem;
};
void a(void)
{
	struct bar *b;
	struct foo *c = NULL;
	static struct bar *d;
	const struct bar *e;
}
