void one(void)
{
	long x;
	long int y;
}

void two(void)
{
	signed x;
	int y;
}

void three(void)
{
	char const *x;
	const char *y;
}

void four(void)
{
	signed char x;
	char y;
}

void five(void)
{
	unsigned long x;
	long y;
}
