static int two(struct page *, long number);

static int two(struct page *page, long number)
{
	return number;
}
