int h(int y, char *p)
{
	return y;
}
