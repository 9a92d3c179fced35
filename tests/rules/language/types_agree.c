int f(int a, int *b, char c)
{
	copy(a, *b);
	copy(c, *b);
}
