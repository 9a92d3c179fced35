void g(void)
{
	f(old());
	f(1, old());
	f(old(), 2);
	f(1, old(), 2);
	f(1, 2);
}
