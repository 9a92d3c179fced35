int f(void)
{
	unsigned int a1;
	unsigned a2;
	fresh a3;
	fresh a4;
	int a5;
	long int a7;

	return 0;
}
