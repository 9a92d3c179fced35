void one(int x)
{
	first();
	if (x)
		work();
	second();
	first();
	while (x)
		work();
	second();
}
