void h(int p)
{
	while (a) {
		b();
		c();
	}
	while (d)
		b();
}
