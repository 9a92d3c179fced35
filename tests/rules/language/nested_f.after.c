int h(int p)
{
	g(g(1));
	f(a + g(2), 3);
	return g(x)(g(y));
}
