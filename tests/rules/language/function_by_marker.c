int a(int x)
{
	marker();
	return 1;
}
int b(int x)
{
	return a(2) + b(3);
}
