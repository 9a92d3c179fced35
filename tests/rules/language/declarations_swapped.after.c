int f(void)
{
	int b;
	int a;
	char c;
}
