int one(int x)
{
	do {
		if (x)
			break;
	} while (0);
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
