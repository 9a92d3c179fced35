void one(void)
{
	long int y;
}

void two(void)
{
	int y;
}

void three(void)
{
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
