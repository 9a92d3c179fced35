int f(void)
{
	int x;

	g();
	if (x) h();
	return 0;
}
