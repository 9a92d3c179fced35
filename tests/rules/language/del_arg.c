int f(void)
{
	foo(a, b);
	return foo(a->b,
		   c);
}
