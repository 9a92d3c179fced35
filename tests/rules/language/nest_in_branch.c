int one(int x)
{
	while (x)
		work();
	while (x)
		if (x > 1)
			work();
		else
			rest();
	while (x) {
		work();
		work();
	}
	work();
	return 0;
}
