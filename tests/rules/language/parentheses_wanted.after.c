int one(int x, int y)
{
	x = 2 * x + 2 * (x + 1) + 2 * (x ? y : 1) + 2 * f(x);
	y = x - 1 - (y - 1);
	use((&p)->member, (p + 1)->member, p->q->member, (*p)->member);
	return (long)(x + 1) + (long)x + (long)-x;
}
