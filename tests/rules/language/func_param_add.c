int g(int x);
int g(int x)
{
	return x;
}
