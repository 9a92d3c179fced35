int one(int x)
{
	while (x)
		labour();
	while (x)
		if (x > 1)
			labour();
		else
			rest();
	while (x) {
		labour();
		labour();
	}
	work();
	return 0;
}
