int b(void)
{
	memzero(&a);
	memzero(&a->b[1]);
	memset(&a, 0, sizeof(b));
	memzero(&c);
}
