void f(void)
{
	foo(1);
	x = foo(y);
}
