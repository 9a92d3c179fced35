int one(unsigned char c)
{
	int a = 1;
	long b = 2;
	unsigned d = 3;
	short int e = 4;
	long g = 5;

	return a + b + c + d + e + g;
}

int two(signed c)
{
	const char a = 1;

	return a;
}

int three(signed int *c)
{
	return *c;
}
