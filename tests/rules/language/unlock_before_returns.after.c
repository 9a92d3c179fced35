int one(int x)
{
	lock(&a);
	if (x) {
		unlock(&a);
		return 1;
	}
	work();
	unlock(&a);
	return 3;
}

int two(int x)
{
	lock(&a);
	if (x) {
		unlock(&a);
		return 2;
	}
	work();
	return 3;
}
