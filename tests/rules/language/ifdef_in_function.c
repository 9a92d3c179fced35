int f(char *a, int b, int *c)
{
	BUG_ON(a);
	if (BUG_ON(b)) {
#ifdef X
		BUG_ON(c);
#endif
	}
#if 0
	BUG_ON(d);
#endif
}
