int f(void)
{
	if (!a)
		c(); else b();
}
