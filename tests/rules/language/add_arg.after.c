int f(void)
{
	foo(a, GFP_KERNEL);
	if (foo(b->c, GFP_KERNEL) < 0)
		return foo(a + 1, GFP_KERNEL);
	foo(a, b);
}
