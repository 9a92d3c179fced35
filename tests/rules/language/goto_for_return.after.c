int one(int x, int y, int z)
{
	if (x)
		goto out;
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
