int g(int *x, int n)
{
	if (x == NULL)
		return foo(1);
	if (!x)
		return foo(3);
	if (x)
		return foo(6);
	if (x != NULL)
		return foo(8);
	if (n != 0)
		return foo(9);
	return n;
}
