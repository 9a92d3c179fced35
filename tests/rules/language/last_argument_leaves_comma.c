int f(int a, int b, int c)
{
	return g(a, b) + g(c) + g(a, b, c);
}
