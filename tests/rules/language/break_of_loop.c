void one(int x)
{
	while (x) {
		if (x > 1) {
			first();
			break;
		}
		switch (x) {
		case 1:
			first();
			break;
		}
		for (;;) {
			first();
			break;
		}
		first();
		break;
	}
}
