void f(void)
{
	foo(2);
	q();
	foo(1);
}
