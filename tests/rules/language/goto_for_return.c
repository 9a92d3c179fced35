int one(int x, int y, int z)
{
	check(x);
	if (x)
		goto out;
	check(y);
	if (y) {
		work();
		goto out;
	}
	check(z);
	if (z) {
		work();
	}
	return 0;
out:
	rest();
	return -1;
}
