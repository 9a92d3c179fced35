int f(void)
{
	if (a) {
		b();
		return -EINVAL;
	}
	if (c) {
		return -EINVAL;
	}
	if (d)
		return -EINVAL;
	if (e) {
		b();
		if (z)
			return -EINVAL;
		c();
	}
}
