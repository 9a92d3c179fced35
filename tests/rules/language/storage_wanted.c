static int one(int x)
{
	return 1;
}

int two(int y)
{
	return 1;
}
