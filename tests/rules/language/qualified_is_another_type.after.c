other first;

int f(void)
{
	other a;
	const int b;
	return 0;
}
