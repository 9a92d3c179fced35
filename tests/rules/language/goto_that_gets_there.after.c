int f(int a)
{
	first(a);
	if (a == 1)
		goto out;
	last(a);
	return 0;
out:
	bad(a);
	last(a);
	return -2;
}

int g(int a)
{
	if (a == 1)
		goto out;
	last(a);
	return 0;
out:
	bad(a);
	return -2;
}
