int f(void)
{
	int a, b;
	long c;
	int d = 1;
}
