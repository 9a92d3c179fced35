int use(int a)
{
	if (a) {
#ifdef OLD
	first();
#endif
	second(); }
#ifdef OLD
	first();
#endif
	second();
#ifdef OLD
	first();
#endif
	return 0;
}
