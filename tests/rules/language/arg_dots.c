int f(void)
{
	foo(a, b, c);
	foo(a, b);
	foo(a);
	return foo(1, /* two */ 2, 3, g(4));
}
