int x(char *p, int q)
{
	return q;
}
