void f(void)
{
	if (x) {
		a();
	}
	if (x)
		b();
	if (x) {
		c();
		d();
	}
}
