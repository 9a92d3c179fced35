void one(int x, int y)
{
	if (x) {
		work(x);
	}
	while (x) {
		if (x) {
			work(x);
		}
		rest();
	}
}
