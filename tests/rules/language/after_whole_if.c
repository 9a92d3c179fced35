void one(int x, int y, int z)
{
	if (x)
		return;
	if (y) {
		return;
	}
	while (z)
		if (z)
			return;
	rest();
}
