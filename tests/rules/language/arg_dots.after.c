int f(void)
{
	bar(c, a);
	bar(b, a);
	foo(a);
	return bar(g(4), 1);
}
