int one(void)
{
	struct page *a, *b;
	struct page *c, *d, *e;
	struct page *f;

	use(b);
	use(c);
	use(e);
	return 0;
}
