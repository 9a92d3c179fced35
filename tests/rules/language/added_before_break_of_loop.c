void one(int x)
{
	while (x) {
		x--;
		do {
			if (x > 1) {
				first();
				break;
			}
		} while (x == 3);
		if (x > 2) {
			first();
			break;
		}
		if (x > 3)
			continue;
	}
}
