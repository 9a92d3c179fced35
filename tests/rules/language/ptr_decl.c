struct foo *glob;
struct s {
	struct foo *mem;
};
void a(void)
{
	struct foo *b;
	struct foo *c = NULL;
	static struct foo *d;
	const struct foo *e;
}
