int f(int a)
{
	while (a) {
		if (one(a))
			goto fail;
		a--;
	}
	return 0;
fail:
	mark();
	two(a);
	return -1;
}
