int g(int a, char *b)
{
	return foo();
}
int h(void)
{
	if (x) {
		return 2;
	}
	a = 1;
	return b;
}
