int differ(int x)
{
	start();
	if (x)
		finish(1, 2);
	else
		finish(3, 4);
	return 0;
}

int same(int x)
{
	start();
	expect(1);
	if (x)
		finish(1, 2);
	else
		finish(1, 4);
	return 0;
}

int last(int x)
{
	start();
	expect(3);
	if (x) {
		finish(1, 2);
		return 1;
	}
	finish(3, 4);
	return 0;
}
