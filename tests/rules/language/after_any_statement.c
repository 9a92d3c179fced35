void one(int x, int y)
{
	first();
	work();
	first();
	if (x)
		work();
	first();
	while (x)
		if (y)
			work();
	first();
	if (x) {
		work();
	}
}
