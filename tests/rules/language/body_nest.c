int a(struct page *x)
{
	int i;

	for (i = 0; i < 3; i++)
		put(x);
	if (i) {
		put(y);
		return put(x);
	}
	while (put(x))
		;
	put(x);
}
int b(int x)
{
	put(x);
}
int c(int z, struct page *q, ...)
{
	put(q);
	put(x);
}
