int one(int x)
{
	use_number(1);
	use(x);
	use("one");
	use(NAME);
	return 0;
}
