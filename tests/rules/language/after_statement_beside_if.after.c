void one(int x, int y)
{
	if (x) {
		first();
		second();
	} else rest();
	for (;;)
		if (x) {
			first();
			second();
		}
	if (y) {
		first();
		second();
	}
}
