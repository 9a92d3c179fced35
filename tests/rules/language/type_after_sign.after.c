int f(void)
{
	long long a;
	int b;
	unsigned c;
	char d;
	long e;

	return (char)a + (signed)b + (long)c;
}
