int f(char *p, int i, void **q)
{
	if (p == NULL || i == 0 || *q == NULL || p == NULL)
		return 1;
	return q == NULL;
}
