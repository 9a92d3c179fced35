int f(int a)
{
	if (!a) {
		one(a);
		two(a);
	}
	if (!b)
		one(a);
	return 0;
}
