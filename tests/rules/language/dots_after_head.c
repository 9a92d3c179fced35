int one(int x)
{
	if (open(x)) {
		close(x);
	}
	turn();
	return 0;
}

int two(int x)
{
	while (open(x)) {
		turn();
		close(x);
	}
	return 0;
}
