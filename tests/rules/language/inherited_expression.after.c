int f(void)
{
	a(1);
	c(1);
	b(2);
}
