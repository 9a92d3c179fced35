typedef struct foo foo_t;
foo_t *x;
int f(foo_t *a, foo_t b)
{
	foo_t c, *d = (foo_t *)a;
	return sizeof(foo_t);
}
