int one(int x)
{
	first(1);
	FIRST(2);
	last();
	return 0;
}
