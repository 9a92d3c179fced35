int one(void)
{
	work();
	return 0;
}

int two(int x)
{
	work();
	return 0;
}

int three(int x)
{
	work();
	return 0;
}
