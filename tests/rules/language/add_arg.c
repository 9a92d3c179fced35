int f(void)
{
	foo(a);
	if (foo(b->c) < 0)
		return foo(a + 1);
	foo(a, b);
}
