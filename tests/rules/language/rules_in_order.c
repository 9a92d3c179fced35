int b(void)
{
	f(a);
	g(b);
}
