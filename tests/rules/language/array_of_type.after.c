static int table[] = { 1, 2 };

int one(int *given)
{
	struct page *pages[4];

	use(ARRAY_SIZE(table), ARRAY_SIZE(table));
	use(ARRAY_SIZE(pages), (sizeof(given) / sizeof(*given)));
	return 0;
}
