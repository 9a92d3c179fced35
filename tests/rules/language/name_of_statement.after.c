int one(int a)
{
	int x;

	gone();
	if (a)
		gone();
	put(5);
	return x;
}
