typedef struct foo foo_t;
struct foo *x;
int f(struct foo *a, struct foo b)
{
	struct foo c, *d = (struct foo *)a;
	return sizeof(struct foo);
}
