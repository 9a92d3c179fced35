int x(int q, char *p)
{
	return q;
}
