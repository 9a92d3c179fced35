int one(int a)
{
	int b = start();

	use(b);
	use(a);
	return a;
}
