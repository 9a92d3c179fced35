void f(int n)
{
	g(n);
}

int h(int n)
{
	g(n);

	return 1;
}
