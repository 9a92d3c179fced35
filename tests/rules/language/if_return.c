int f(void)
{
	if (a && b)
		return 1;
	if (a && b && c)
		return 1;
	if (a == 1 && b)
		return 1;
}
