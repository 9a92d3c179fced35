static int one(int a, int b)
{
	return b;
}

int two(int a, int b)
{
	return b;
}

int three(int a, long b)
{
	return b;
}
