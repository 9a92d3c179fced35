void twice(void)
{
	open(1);
	close(2);
}

void perhaps(int c)
{
	open(1);
	if (c)
		{}
	close(2);
}
