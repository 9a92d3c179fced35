int b(void)
{
	return a == b ? 0 : 1;
}
