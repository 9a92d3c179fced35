static int f(int x, int y);

static int f(int x, int y)
{
	return x;
}
