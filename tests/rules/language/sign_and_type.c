int one(signed char c)
{
	unsigned int a = 1;
	unsigned long b = 2;
	unsigned d = 3;
	unsigned short int e = 4;
	long g = 5;

	return a + b + c + d + e + g;
}

int two(signed c)
{
	const unsigned char a = 1;

	return a;
}

int three(signed int *c)
{
	return *c;
}
