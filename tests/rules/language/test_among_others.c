int a(char *x)
{
	x = alloc(1);
	if (!x)
		return 1;
	clear(x);
	x = alloc(2);
	if (other(x) || x == NULL)
		return 1;
	clear(x);
	x = alloc(3);
	if (other(x))
		return 1;
	clear(x);
	return 0;
}
