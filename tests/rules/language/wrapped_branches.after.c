void one(int x, int y)
{
	if (x) {
		if (y) {
			work(y);
		}
	} else
		rest();
	if (x) {
		if (x) {
			work(x);
		}
	} else rest();
	for (;;) {
		if (x) {
			work(x);
		}
	}
}
