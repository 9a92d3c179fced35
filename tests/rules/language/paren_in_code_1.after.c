int f(int x, int y, int z)
{
	if ((x == y))
		foo(1);
	if ((x == y) && z)
		foo(2);
	if (x == y && z)
		foo(3);
	foo((x + y));
	return 0;
}
