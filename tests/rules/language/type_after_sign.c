int f(void)
{
	unsigned long long a;
	unsigned int b;
	unsigned c;
	unsigned char d;
	long e;

	return (signed char)a + (signed)b + (long)c;
}
