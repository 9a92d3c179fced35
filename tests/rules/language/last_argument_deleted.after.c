void g(void)
{
	f();
	f(1);
	f(2);
	f(1, 2);
	f(1, 2);
}
