int one(int x)
{
	if (x) { get();
	work();
	put(); }
	return 0;
}
