void f(void)
{
	a(1);
	b(1);
	a(2);
	c();
	b(2);
	if (x) {
		a(3); /* three */
		b(3);
	}
	a(4);
	b(5);
}
