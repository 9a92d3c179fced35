int f(void)
{
	int a, b;
	int c;
	int d = 1;
}
