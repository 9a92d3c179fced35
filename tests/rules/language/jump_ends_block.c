int one(int x)
{
	if (broken(x)) {
		if (x > 1)
			goto out;
		turn();
		goto out;
	}
	while (x) {
		if (x > 2)
			break;
		turn();
		break;
	}
	while (x) {
		if (x > 2)
			break;
		turn();
	}
out:
	return 0;
}
