int a(void)
{
	x = (struct foo *)y;
	z = (char **)w;
	v = (int)u;
}
