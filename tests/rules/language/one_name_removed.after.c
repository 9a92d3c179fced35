int one(void)
{
	struct page *b;
	struct page *c, *e;

	use(b);
	use(c);
	use(e);
	return 0;
}
