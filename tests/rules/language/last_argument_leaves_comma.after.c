int f(int a, int b, int c)
{
	return g(a) + g() + g(a, b);
}
