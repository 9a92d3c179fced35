int one(int a)
{
	int b = start();

	if (b == 0) return 0;
	use(b);
	if (b == 0) return 0;
	use(a);
	stop(b);
	return a;
}
