int g(void)
{
	a = f(1);
	if (a < 0) {
		b();
		return a;
	}
	a = f(2);
	if (a < 0)
		return a;
}
