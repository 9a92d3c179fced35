void twice(void)
{
	open(1);
	open(2);
	close(2);
	close(1);
}

void same(void)
{
	open(1);
	open(1);
	close(1);
}
