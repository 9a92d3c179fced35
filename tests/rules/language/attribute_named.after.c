__marked(1, 2) long one(void)
{
	return 0;
}

__marked(2, 2) int two(void)
{
	return 0;
}

int three(void)
{
	return 0;
}
