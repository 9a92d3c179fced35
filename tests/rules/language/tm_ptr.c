int f(char *p, int i, void **q)
{
	if (p == 0 || i == 0 || *q == 0 || 0 == p)
		return 1;
	return q == 0;
}
