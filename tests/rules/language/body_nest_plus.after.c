int a(void)
{
	mutex_lock();
	return mutex_lock();
}
int b(void)
{
	return 1;
}
