int f(int a)
{
	if (a) {
		ret = one(a);
		goto out;
	}
	ret = (two(a), 0);
	goto out;
}
