static void one(int x)
{
	first(x);
	if (x)
		second();
}
