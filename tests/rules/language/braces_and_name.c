void one(int x)
{
	if (x) {
		first();
	}
	if (x)
		first();
}
