int f(int a)
{
	if (a) {
		a = 3;
		return a;
	}
#ifdef FOO
	a = 4;
	return a;
#else
	a = 5;
	return a;
#endif
}
