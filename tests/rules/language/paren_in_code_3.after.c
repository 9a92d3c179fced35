int f(int x, int y, int z)
{
	if ((x == y))
		foo(1);
	if ((x == y) && z)
		foo(2);
	if (x == y && z)
		foo(3);
	foo((x + y));
	y = (x - y) - z;
	bar((x), y);
	bar(x, (y));
	return (x + y);
}
