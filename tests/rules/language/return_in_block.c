int f(void)
{
	if (a) {
		b();
		return -1;
	}
	if (c) {
		return -1;
	}
	if (d)
		return -1;
	if (e) {
		b();
		if (z)
			return -1;
		c();
	}
}
