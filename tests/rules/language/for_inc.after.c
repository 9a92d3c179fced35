int f(int x)
{
	int i;

	LOOP(i, 0, 10);
	LOOP(i, 0, 10);
	for (i = 0; i < 10; i += 1)
		foo(15);
	i++;
	++i;
	return i;
}
