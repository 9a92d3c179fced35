int f(void)
{
	static long text;
	long n = 3;
	return 0;
}
