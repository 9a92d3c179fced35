int f(int *a, int b)
{
	if (b != 0)
		return 1;
	if (a)
		return 2;
	return b != 0 && c != 0;
}
