void one(int x)
{
	if (x)
		second();
	if (x)
		first();
}
