void f(void)
{
	foo(1);
	special(foo(y));
}
