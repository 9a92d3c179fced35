static int old(int x, char *y);

static int old(int x, char *y)
{
	return x;
}
