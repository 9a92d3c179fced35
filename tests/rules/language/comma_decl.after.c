int h(int p)
{
	int a = 0;
	char *b = 0;
	int c = zero(3), d;
}
