int f(struct q *x)
{
	a(1);
	if (x) {
		b(1);
		return 2;
	}
	c();
	b(1);
	return 1;
}
