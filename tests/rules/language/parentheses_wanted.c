int one(int x, int y)
{
	x = twice(x) + twice(x + 1) + twice(x ? y : 1) + twice(f(x));
	y = less(x - 1, y - 1);
	use(member(&p), member(p + 1), member(p->q), member(*p));
	return number(x + 1) + number(x) + number(-x);
}
