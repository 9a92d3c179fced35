int one(int x)
{
	if (reopen(x)) {
	}
	turn();
	return 0;
}

int two(int x)
{
	while (reopen(x)) {
		turn();
	}
	return 0;
}
