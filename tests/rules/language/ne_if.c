int f(int x, int y)
{
	if (x == 3)
		foo(5);
	if (x != 3)
		foo(7);
	if (x != y)
		foo(16);
	else
		foo(17);
	if (x == y)
		foo(18);
	else
		foo(19);
	if (!x)
		foo(20);
	return 0;
}
