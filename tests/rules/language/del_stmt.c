void f(void)
{
	debug(1);
	a(x);

	debug(2);

	if (x)
		debug(3);
	if (x) {
		debug(4);
	}
	if (y)
		debug(5);
	else
		b(x);
	debug(6);	/* six */
	/* seven */
	debug(7);
}
