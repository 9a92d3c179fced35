void f(void)
{
	a(1);

	/* two */
	a(2);
	if (x)
		a(3);
}
