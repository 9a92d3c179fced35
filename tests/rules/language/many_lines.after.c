void one(int x)
{
	if (x) {
		first();
		second();
		if (ready())
			third();
	}
	first();
	second();
	if (ready())
		third();
}
