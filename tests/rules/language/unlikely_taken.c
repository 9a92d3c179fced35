int f(int *x)
{
	if (unlikely(x == NULL))
		return 1;
	if (likely(x == NULL))
		return 2;
	if (x == NULL)
		return 3;
	return 0;
}
