int g(void)
{
	a = foo();
	if (!a)
		return 1;
	b = bar();
	if (!b)
		return 2;
}
