int g(int *x, int n)
{
	if (x == NULL)
		return foo(1);
	if (!x)
		return foo(3);
	if (n == 0)
		return foo(4);
	if (!n)
		return foo(5);
	if (NULL == x)
		return foo(10);
	return 0;
}
