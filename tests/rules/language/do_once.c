int one(int x)
{
	do {
		get();
		if (x)
			break;
	} while (0);
	put();
	return 0;
}

int two(int x)
{
	do {
		get();
	} while (x);
	put();
	return 0;
}
