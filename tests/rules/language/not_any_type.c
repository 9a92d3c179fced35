int g(int *x, int n)
{
	if (x == NULL)
		return 1;
	if (!x)
		return 3;
	if (n == 0)
		return 4;
	if (!n)
		return 5;
	if (NULL == x)
		return 10;
	return 0;
}
