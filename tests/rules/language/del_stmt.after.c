void f(void)
{
	a(x);

	if (x)
		{}
	if (x) {
	}
	if (y)
		{}
	else
		b(x);
	/* six */
	/* seven */
}
