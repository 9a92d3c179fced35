void one(int x)
{
	for (;;) {
		switch (x) {
		case 1:
			first();
			continue;
		}
		while (x) {
			first();
			continue;
		}
		work();
	}
}
