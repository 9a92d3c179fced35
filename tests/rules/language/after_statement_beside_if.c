void one(int x, int y)
{
	if (x) first(); else rest();
	for (;;)
		if (x) first();
	if (y)
		first();
}
