static int new(int x, char *y);

static int new(int x, char *y)
{
	return x;
}
