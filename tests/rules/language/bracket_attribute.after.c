[[new]] int one;
[[old]] int two;
int three;
int first(void)
{
	[[older]] int x;
	int one;

	return table[a[1]];
}

[[old(1)]]
int second(void)
{
	return 0;
}
