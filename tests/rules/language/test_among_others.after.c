int a(char *x)
{
	x = zalloc(1);
	if (!x)
		return 1;
	x = zalloc(2);
	if (other(x) || x == NULL)
		return 1;
	x = alloc(3);
	if (other(x))
		return 1;
	clear(x);
	return 0;
}
