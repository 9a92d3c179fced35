int one(int x)
{
	use(1);
	use(x);
	use("one");
	use(NAME);
	return 0;
}
