int b(void)
{
	return a != b;
}
