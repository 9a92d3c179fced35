int f(void)
{
	const int copy_of_it;
	volatile unsigned int copy_of_it;
	const char *copy_of_it;
	return 0;
}
