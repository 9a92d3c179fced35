int f(int a)
{
	if (a)
		return 1;
	if (b) {
		one(a);
	}
	while (a)
		if (a)
			a--;
	return 0;
}
