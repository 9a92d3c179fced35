int f(int x)
{
	new_lock(a);
	if (x) {
		new_unlock(a);
		return 1;
	}
	foo();
	new_unlock(a);
	return 0;
}
int g(int x)
{
	new_lock(a);
	if (x)
		return -1;
	new_unlock(a);
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
	new_lock(b);
	while (x--) {
		if (y)
			break;
		foo();
	}
	new_unlock(b);
	return 0;
}
int m(int x)
{
	new_lock(b);
	if (x)
		goto out;
	foo();
out:
	new_unlock(b);
	return 0;
}
