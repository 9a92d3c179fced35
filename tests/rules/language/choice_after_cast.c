int f(void)
{
	char *p = (char *)alloc(3);

	p = (char *)zalloc(3);
	return (long)alloc(3);
}
