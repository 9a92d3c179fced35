struct foo *g;
int q(struct foo *p)
{
	struct foo *l, *m = 0;
	int k;
	l = 1;
	p = 2;
	g = 3;
	k = 4;
}
