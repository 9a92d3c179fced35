int f(int *x)
{
	if (unlikely(x == NULL))
		return foo(1);
	if (likely(x == NULL))
		return foo(2);
	if (x == NULL)
		return foo(3);
	return 0;
}
