int f(int a)
{
	while (a) {
		if (one(a))
			goto fail;
		a--;
	}
	return 0;
fail:
	two(a);
	return -1;
}
