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
int g(int *x, int n)
{
	if (!x)
		return 1;
	if (unlikely(!x))
		return 1;
	if (unlikely(n))
		n++;
	if (n)
		n--;
	n = unlikely(n + 2);
	h(unlikely(n), n + 1);
}
