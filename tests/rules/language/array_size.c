char x[10];
int f(void)
{
	char y[N];
	static char z[3] = "ab";
}
