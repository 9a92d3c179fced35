int use(int a)
{
	if (a) { first(); second(); }
	first(); second();
	first();
	return 0;
}
