int a(void)
{
	int ret = 0;

	ret = probe(1);
	if (ret < 0) {
		report(ret);
		goto out;
	}
	ret = probe(2);
	if (ret < 0) {
		ret = 1;
		goto out;
	}
	return 0;
out:
	report(0);
	return ret;
}
