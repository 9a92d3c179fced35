int one(int x)
{
	if (x) {
		/* it is */
		first();
		if (x)
			second();
	}
	if (x)
		rest();
	first(x,
	      x);
#ifdef X
	second();
#endif
	third();
	return 0;
}
