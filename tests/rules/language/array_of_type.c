static int table[] = { 1, 2 };

int one(int *given)
{
	struct page *pages[4];

	use((sizeof(table) / sizeof(*table)), (sizeof(table) / sizeof(int)));
	use((sizeof(pages) / sizeof(*pages)), (sizeof(given) / sizeof(*given)));
	return 0;
}
