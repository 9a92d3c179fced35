void f(void)
{
	if (x) {
		enter();
		a();
		leave();
	}
	if (x)
		b();
	if (x) {
		c();
		d();
	}
}
