int f(char *a, int b, int *c)
{
	WARN_ON(a);
	if (WARN_ON(b)) {
#ifdef X
		WARN_ON(c);
#endif
	}
#if 0
	BUG_ON(d);
#endif
}
