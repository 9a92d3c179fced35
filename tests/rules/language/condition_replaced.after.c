int g(void)
{
	a = f(1);
	if (IS_ERR(a)) {
		b();
		return a;
	}
	a = f(2);
	if (IS_ERR(a))
		return a;
}
