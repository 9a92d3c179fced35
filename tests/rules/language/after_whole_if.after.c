void one(int x, int y, int z)
{
	if (x)
		return;
	work();
	if (y) {
		return;
	}
	while (z) {
		if (z)
			return;
		work();
	}
	rest();
}
