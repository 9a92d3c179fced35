void one(int x)
{
	if (x)
		second();
	if (x) {
		second();
	}
	while (x)
		first();
	while (x) {
	}
	for (;;)
		first();
	for (;;) {
		work();
	}
}
