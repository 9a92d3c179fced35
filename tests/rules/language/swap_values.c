void f(void)
{
	foo(1);
	q();
	foo(2);
}
