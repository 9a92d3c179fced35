int f(int a)
{
	if (a)
		return 1;
	if (b) {
		one(a);
	}
	return 0;
}
