int one(int x)
{
	if (x)
		if (ready()) {
			/* it is */
			first();
			if (x)
				second();
		}
	if (x)
		rest();
	if (ready()) {
		first(x,
		      x);
#ifdef X
		second();
#endif
		third();
	}
	return 0;
}
