static int one(int a)
{
	return a;
}

static int two(int a)
{
	other(a);
	return one(a) + two(a - 1);
}
