int f(void)
{
	if (x)
		return 1;
	if (y)
		return (a) + (b);
	return 3;
}
