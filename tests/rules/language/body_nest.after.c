int a(struct page *x)
{
	int i;

	for (i = 0; i < 3; i++)
		fput(x);
	if (i) {
		put(y);
		return fput(x);
	}
	while (fput(x))
		;
	fput(x);
}
int b(int x)
{
	put(x);
}
int c(int z, struct page *q, ...)
{
	fput(q);
	put(x);
}
