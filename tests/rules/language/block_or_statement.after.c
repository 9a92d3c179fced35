int f(int a)
{
	g(a);
	g(a);
}
