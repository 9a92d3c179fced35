void twice(void)
{
	close(2);
	close(1);
}

void same(void)
{
	open(1);
	close(1);
}
