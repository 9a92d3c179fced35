int f(void)
{
	char *p = alloc(3);

	p = zalloc(3);
	return (long)alloc(3);
}
