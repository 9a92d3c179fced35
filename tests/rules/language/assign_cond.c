int g(void)
{
	if ((a = foo(1, 2)) == NULL)
		return 1;
	if (!(b = bar()))
		return 2;
}
