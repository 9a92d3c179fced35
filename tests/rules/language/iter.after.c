void f(void)
{
	my_for_each(a, &b) {
		foo(a);
	}
	my_for_each(a, &b)
		foo(a);
}
