static int two(struct page *, int);

static int two(struct page *page, int number)
{
	return number;
}
