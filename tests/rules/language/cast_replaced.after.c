int a(void)
{
	x = cast(struct foo, y);
	z = cast(char *, w);
	v = (int)u;
}
