int f(struct q *x)
{
	a(1);
	c();
out:
	return 1;
}
