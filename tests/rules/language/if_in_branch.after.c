void one(int x, int y)
{
	if (x) {
		if (y) put(y);
	} else
		rest();
	if (x) {
		if (x) put(x);
	} else if (y) {
		if (y) put(y);
	}
	if (y) put(y);
}
