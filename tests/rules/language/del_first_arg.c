int f(void)
{
	foo(a, b, c);
	foo(a, b);
	return foo(a->b,
		   c);
}
