int h(int p)
{
	int a = 3;

	foo();
	return a;
}
