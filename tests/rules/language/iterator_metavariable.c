void f(void)
{
	list_for_each_entry(p, &h, l) {
		a();
		foo(p);
		b();
	}
}
