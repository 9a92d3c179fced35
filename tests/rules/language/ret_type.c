static int h(char *p, int y)
{
	if (y)
		return 1;
	return 0;
}
