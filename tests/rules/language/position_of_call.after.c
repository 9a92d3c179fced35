int g(void)
{
	foo(1);
	if (a)
		q = baz(1);
	else
		r = baz(1) + 2;
}
