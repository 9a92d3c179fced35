int one(int x, int y)
{
	if (test(x)) {
		if (y)
			return 1;
		work();
		return 1;
	}
	return 0;
}
