int one(int x)
{
	before();
	after(x);
	if (x) {
		before();
		after(x + 1);
	}
	return 0;
}
