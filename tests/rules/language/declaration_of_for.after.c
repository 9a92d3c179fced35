int use(int a)
{
	int sum = 0;
	int more;

	for (int i = 0; i < a; i++) {
		struct box *b;
		int more;

		sum += i;
	}
	return sum;
}
