void f(void)
{
	a->open(1);
	b();
	a->close();
}
