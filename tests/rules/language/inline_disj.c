void f(void)
{
	foo(1, A);
	foo(2, B);
	foo(3, C);
}
