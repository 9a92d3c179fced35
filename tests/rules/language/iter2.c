void f(void)
{
	list_for_each_entry(a, b, c) {
		foo(a);
	}
}
