int f(void)
{
	unsigned int a1;
	unsigned a2;
	signed int a3;
	signed a4;
	int a5;
	long int a7;

	return 0;
}
