void one(int x)
{
	if (x)
		first();
	if (x) {
		first();
	}
	while (x)
		first();
	while (x) {
		first();
	}
	for (;;)
		first();
	for (;;) {
		first();
		work();
	}
}
