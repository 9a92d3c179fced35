void one(int x)
{
	if (x)
		work();
	second();
	while (x)
		work();
	second();
}
