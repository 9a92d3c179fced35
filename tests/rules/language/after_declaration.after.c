int a(char *x, int y)
{
	int z;
	after();
	foo();
}
