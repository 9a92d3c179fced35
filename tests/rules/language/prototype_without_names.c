static void one(struct page *, int);
static void two(struct page *, int);

static void one(struct page *page, int number)
{
	use(page, number);
}
