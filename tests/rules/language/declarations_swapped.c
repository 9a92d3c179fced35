int f(void)
{
	int a;
	int b;
	char c;
}
