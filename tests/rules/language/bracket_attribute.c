[[old]] int one;
[[old]] int two;
int three;
[[old(1),gnu::older]]
int first(void)
{
	[[older]] long x;
	int one;

	return table[a[1]];
}

[[old(1)]]
int second(void)
{
	return 0;
}
