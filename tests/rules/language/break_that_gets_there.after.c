int f(int a)
{
	while (a) {
		one(a);
		if (a)
			break;
		two(a);
	}
	one(a);
	if (b)
		two(a);
	return a;
}

int g(int a)
{
	while (a) {
		one(a);
		if (a)
			break;
	}
	return a;
}
