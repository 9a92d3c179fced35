int f(void)
{
	foo(a);
	return foo(a->b);
}
