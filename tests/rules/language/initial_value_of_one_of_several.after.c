char *g = NULL, *h = NULL, i = 0;

void f(void)
{
	struct dev *p = NULL, **q = NULL, *r;
	int n, *m = NULL, k = 0;

	r = NULL;
	n = 0;
}
