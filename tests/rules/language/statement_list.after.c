static void one(int x)
{
	enter();
	first(x);
	if (x)
		second();
	leave();
}
