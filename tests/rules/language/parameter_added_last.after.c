int g(int a, char *b, int z)
{
	return 0;
}
int h(int a)
{
}
