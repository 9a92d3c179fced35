int h(int p)
{
	foo();
	return 0;
}
int k(int p)
{
	int a;

	foo(a);
	return 0;
}
