int f(struct q *x)
{
	a(1);
	c();
b(1);
out:
	return 1;
}
