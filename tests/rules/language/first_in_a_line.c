int one(int x)
{
	if (x) { get(); put(); }
	return 0;
}
