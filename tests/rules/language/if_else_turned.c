int f(void)
{
	if (a)
		b();
	else
		c();
}
