int a(void)
{
	lock();
	return lock();
}
int b(void)
{
	return 1;
}
