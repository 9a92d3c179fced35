int f(char *a, int b, int *c)
{
	return a[b] + c[b] + a[3];
}
