int gone(int);
static int gone(int x);

int gone(int x)
{
	return x;
}

int kept(int x)
{
	return x;
}
