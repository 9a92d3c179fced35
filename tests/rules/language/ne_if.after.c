int f(int x, int y)
{
	NE(x, 3);
	NE(x, 3);
	NE(x, y);
	NE(x, y);
	if (!x)
		foo(20);
	return 0;
}
