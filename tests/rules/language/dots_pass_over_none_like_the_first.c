void twice(void)
{
	open(1);
	open(2);
	close(2);
}

void perhaps(int c)
{
	open(1);
	if (c)
		open(2);
	close(2);
}
