int f(int a)
{
	if (a) {
		return 3;
	}
#ifdef FOO
	return 4;
#else
	return 5;
#endif
}
