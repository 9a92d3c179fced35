int use(int a)
{
	int sum = 0;

	for (int i = 0; i < a; i++) {
		struct box *b;

		sum += i;
	}
	return sum;
}
