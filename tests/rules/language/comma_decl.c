int h(int p)
{
	int a = zero(1);
	char *b = zero(2);
	int c = zero(3), d;
}
