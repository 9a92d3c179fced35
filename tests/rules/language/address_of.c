int b(void)
{
	memset(&a, 0, sizeof(a));
	memset(&a->b[1], 0, sizeof(a->b[1]));
	memset(&a, 0, sizeof(b));
	memset(&c, 0, sizeof c);
}
