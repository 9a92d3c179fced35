int first;

int f(void)
{
	int a;
	const int b;
	return 0;
}
