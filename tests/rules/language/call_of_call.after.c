int a(void)
{
	return g(1, 2, 3);
}
