void one(int x, int y)
{
	first();
	work();
	last();
	first();
	if (x)
		work();
	last();
	first();
	while (x)
		if (y)
			work();
	last();
	first();
	if (x) {
		work();
	}
	last();
}
