int one(int x)
{
	lock(a);
	if (x) {
		unlock(a);
		return 1;
	}
	return 0;
}

int two(int x)
{
	lock(a);
	if (x) {
		unlock(a);
		goto out;
	}
out:
	return 0;
}

int three(int x)
{
	lock(a);
	if (x) {
		unlock(a);
		goto again;
	}
	first(a);
	return 0;
again:
	first(a);
	return 1;
}

int four(int x)
{
	lock(a);
	if (x) {
		work();
	} else {
		unlock(a);
		return 3;
	}
	first(a);
	return 0;
}

int five(int x)
{
	lock(a);
	while (x) {
		if (x > 1) {
			unlock(a);
			break;
		}
	}
	first(a);
	return 0;
}
