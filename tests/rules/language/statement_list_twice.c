int one(int x)
{
	if (x) {
		first();
		second();
	} else {
		first();
		second();
	}
	if (x) {
		first();
	} else {
		second();
	}
	return 0;
}
