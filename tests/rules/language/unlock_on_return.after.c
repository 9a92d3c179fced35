int f(void)
{
	lock(a);
	if (b)
		return 0;
	unlock(a);
	return 0;
}
