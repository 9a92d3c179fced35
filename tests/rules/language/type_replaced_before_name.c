int f(void)
{
	static const char *text;
	int n = 3;
	return 0;
}
