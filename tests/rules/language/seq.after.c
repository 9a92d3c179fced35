void f(void)
{
	ab(1);
	a(2);
	c();
	b(2);
	if (x) {
		ab(3);
	}
	a(4);
	b(5);
}
