int one(int x)
{
	first(1);
	first(2);
	last();
	return 0;
}
