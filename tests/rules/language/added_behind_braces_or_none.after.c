int f(int a)
{
	if (a)
		return 1;
	last(a);
	if (b) {
		one(a);
	}
	last(b);
	while (a) {
		if (a)
			a--;
		last(a);
	}
	return 0;
}
