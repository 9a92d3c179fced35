int one(int a)
{
	int x;

	x = get(3) + 1;
	if (a)
		get(4);
	put(5);
	return x;
}
