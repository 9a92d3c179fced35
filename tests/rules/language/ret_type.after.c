static bool h(char *p, int y)
{
	if (y)
		return 1;
	return false;
}
