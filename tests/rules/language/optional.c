void f(void)
{
	a(1);
	b(1);
	c(1);
	a(2);
	c(2);
	a(3);
	d(3);
	c(3);
}
