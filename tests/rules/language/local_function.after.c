static int one(int b)
{
	return b;
}

int two(int b)
{
	return b;
}

int three(int a, long b)
{
	return b;
}
