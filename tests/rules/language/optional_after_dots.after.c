int one(void)
{
	work();
	return 0;
}

int two(int x)
{
	if (x)
		work();
	return 0;
}

int three(int x)
{
	if (x) {
		work();
		return 1;
	}
	return 0;
}
