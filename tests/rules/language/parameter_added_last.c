int g(int a, char *b)
{
	return 0;
}
int h(int a)
{
}
