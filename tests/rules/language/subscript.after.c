int f(char *a, int b, int *c)
{
	return at(a, b) + c[b] + at(a, 3);
}
