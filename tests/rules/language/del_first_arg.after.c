int f(void)
{
	foo(b, c);
	foo(b);
	return foo(
		   c);
}
