char x[10 + 1];
int f(void)
{
	char y[N + 1];
	static char z[3] = "ab";
}
