int h(int p)
{
	int a;

	foo();
	a = 3;
	return a;
}
