int f(void)
{
	const int d;
	volatile unsigned int e;
	const char *h;
	return 0;
}
