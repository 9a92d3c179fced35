int a(void)
{
	foo();
	return 0;
}
int b(void)
{
	return 0;
}
