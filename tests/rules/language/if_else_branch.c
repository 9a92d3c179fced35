void f(void)
{
	if (a)
		b();
	else
		c();
	if (a) {
		b();
		d();
	} else
		c();
	if (z)
		y();
}
