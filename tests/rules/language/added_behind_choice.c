int one(int x)
{
	first();
	second(x);
	return 0;
}

int two(int x)
{
	first();
	if (x)
		third(x);
	else
		second(1);
	return 0;
}
