void one(int x, int y)
{
	if (x) {
		if (y) drop(y);
	} else
		rest();
	if (y) drop(y);
}
