int a(int x)
{
	return 0;
}
