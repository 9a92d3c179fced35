int q(void)
{
	foo(1);
	baz(1);
}
