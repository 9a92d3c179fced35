int one(void)
{
	int a, *b, c = 3, d[2], e;
	int f, g;

	work();
	return 0;
}
