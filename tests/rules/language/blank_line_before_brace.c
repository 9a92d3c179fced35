void f(int n)
{
	lock(n);

	g(n);

	unlock(n);
}

int h(int n)
{
	lock(n);
	g(n);

	unlock(n);
	return 1;
}
