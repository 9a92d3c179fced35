int b(void)
{
	baz(1) + baz(2) + qux(3);
}
