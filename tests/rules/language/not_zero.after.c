int f(int *a, int b)
{
	if (b)
		return 1;
	if (a)
		return 2;
	return b && c;
}
