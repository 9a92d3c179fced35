int h(int p)
{
	a = new();
	foo();
	b = nuse() + 1;
}
