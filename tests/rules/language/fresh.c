void f(void)
{
	foo(0);
	bar(0);
	baz(1);
}
