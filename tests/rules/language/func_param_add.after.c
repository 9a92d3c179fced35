int g(int x, int flags);
int g(int x, int flags)
{
	return x;
}
