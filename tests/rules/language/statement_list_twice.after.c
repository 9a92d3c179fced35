int one(int x)
{
	{ first();
	  second(); }
	if (x) {
		first();
	} else {
		second();
	}
	return 0;
}
