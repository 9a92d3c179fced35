int one(int x)
{
	if (broken(x)) {
		if (x > 1)
			return 1;
		turn();
		return 1;
	}
	while (x) {
		if (x > 2)
			return 2;
		turn();
		return 2;
	}
	while (x) {
		if (x > 2)
			break;
		turn();
	}
out:
	return 0;
}
