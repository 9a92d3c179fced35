int a(struct q *x)
{
	while (x) {
		b();
	}
	while (y)
		c();
}
