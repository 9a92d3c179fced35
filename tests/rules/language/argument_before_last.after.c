void g(void)
{
	f(fresh, 1);
	f(1, fresh, 2);
}
