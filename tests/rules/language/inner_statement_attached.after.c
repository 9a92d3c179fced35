int use(int a)
{
	if (a) {
		before();
		return 3;
	}
	if (a > 1)
		return 4;
	turn();
	before();
	return 3;
}
