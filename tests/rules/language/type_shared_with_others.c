int one(void)
{
	int a, b;
	int c;
	long d = 1, e;
	long f = 2;

	return a + c + e;
}
