char *g = 0, *h = 0, i = 0;

void f(void)
{
	struct dev *p = 0, **q = 0, *r;
	int n, *m = 0, k = 0;

	r = 0;
	n = 0;
}
