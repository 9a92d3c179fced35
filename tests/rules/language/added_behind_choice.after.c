int one(int x)
{
	first();
	fourth(x);
	return 0;
}

int two(int x)
{
	first();
	if (x) {
		third(x);
		fourth(x);
	} else
		fourth(1);
	return 0;
}
