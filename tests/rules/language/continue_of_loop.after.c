void one(int x)
{
	for (;;) {
		switch (x) {
		case 1:
			continue;
		}
		while (x) {
			first();
			continue;
		}
		work();
	}
}
