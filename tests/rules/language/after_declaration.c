int a(char *x, int y)
{
	int z;
	foo();
}
