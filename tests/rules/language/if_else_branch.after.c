void f(void)
{
	if (a)
		new();
	else
		c();
	if (a) new(); else
		c();
	if (z)
		new();
}
