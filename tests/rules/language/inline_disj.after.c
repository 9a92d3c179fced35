void f(void)
{
	foo(1);
	foo(2);
	foo(3, C);
}
