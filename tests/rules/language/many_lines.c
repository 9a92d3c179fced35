void one(int x)
{
	if (x) {
		first();
	}
	first();
}
