int f(int x, int y)
{
	if (x == 3)
		foo(5);
	if (x != 3)
		foo(7);
	if (x != y)
		foo(16);
	else
		bar(17);
	if (x == y)
		foo(18);
	else
		bar(19);
	if (!x)
		bar(20);
	return 0;
}
