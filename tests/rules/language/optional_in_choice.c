int one(void)
{
	work();
	first();
	return 0;
}

int two(int x)
{
	work();
	second();
	return 0;
}

int three(int x)
{
	work();
	return 0;
}
