int one(void)
{
	int a, b;
	const int c;
	long d = 1, e;
	long * f = 2;

	return a + c + e;
}
