static void one(int number, struct page *page);
static void two(struct page *, int);

static void one(int number, struct page *page)
{
	use(page, number);
}
