int one(int x)
{
	if (test(x)) {
		if (x > 1)
			goto out;
		work();
		return -1;
	}
	return 0;
out:
	return -1;
}

int two(int x)
{
	if (test(x)) {
		put(x);
		if (x > 1)
			goto out;
		work();
		return -1;
	}
	return 0;
out:
	return -2;
}

int three(int x)
{
	if (test(x)) {
		put(x);
		work();
		goto out;
	}
	return 0;
out:
	return -1;
}
