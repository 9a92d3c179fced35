int a(struct q *x)
{
	for (; x;) {
		b();
	}
	for (; y;)
		c();
}
