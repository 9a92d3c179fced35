static int one(int x)
{
	return 1;
}

int two(long y)
{
	return 1;
}
