int one(void)
{
	int *b, c = 3, d[2];
	long a;
	long e;
	long f;
	long g;

	work();
	return 0;
}
