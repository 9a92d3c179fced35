int f(struct q *x)
{
	a(1);
	if (x)
		return 2;
	c();
	return 1;
}
