void one(int x, int y)
{
	work(x);
	while (x) {
		work(x);
		rest();
	}
}
