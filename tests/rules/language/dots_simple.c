int f(int x)
{
	lock(a);
	if (x) {
		unlock(a);
		return 1;
	}
	foo();
	unlock(a);
	return 0;
}
int g(int x)
{
	lock(a);
	if (x)
		return -1;
	unlock(a);
	return 0;
}
int h(int x)
{
	lock(a);
	if (x) {
		foo();
	}
	return 0;
}
int k(int x)
{
	lock(b);
	while (x--) {
		if (y)
			break;
		foo();
	}
	unlock(b);
	return 0;
}
int m(int x)
{
	lock(b);
	if (x)
		goto out;
	foo();
out:
	unlock(b);
	return 0;
}
