int f(int *x)
{
	if (unlikely(y == NULL))
		return 1;
	if (likely(y == NULL))
		return 2;
	if (y == NULL)
		return 3;
	return 0;
}
