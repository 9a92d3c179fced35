void f(void)
{
	b(1);
	a(1);

	/* two */
	b(2);
	a(2);
	if (x) {
		b(3);
		a(3);
	}
}
