int f(void)
{
	a(1);
	b(1);
	b(2);
}
