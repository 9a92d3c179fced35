int one(void)
{
	get();
	work();
	put();
	return 0;
}

int two(int x)
{
	get();
	if (x)
		work();
	return 0;
}

int three(int x)
{
	get();
	if (x) {
		work();
		put();
		return 1;
	}
	return 0;
}
