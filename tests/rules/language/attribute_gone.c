static int __init one(void)
{
	return 0;
}

static int two(void)
{
	return 0;
}

static int __exit three(void)
{
	return 0;
}
