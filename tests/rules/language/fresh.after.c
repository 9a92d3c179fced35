void f(void)
{
	new_foo(0);
	new_bar(0);
	baz(1);
}
