int g(int *x, int n)
{
	if (x == NULL)
		return 1;
	if (!x)
		return 3;
	if (x)
		return foo(6);
	if (x != NULL)
		return foo(8);
	if (n != 0)
		return 9;
	return n;
}
