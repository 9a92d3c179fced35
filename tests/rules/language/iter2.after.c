void f(void)
{
	list_for_each_entry(a, &b->list, c) {
		foo(a);
	}
}
