int f(int x)
{
	int i;

	for (i = 0; i < 10; i++)
		foo(13);
	for (i = 0; i < 10; ++i)
		foo(14);
	for (i = 0; i < 10; i += 1)
		foo(15);
	i++;
	++i;
	return i;
}
