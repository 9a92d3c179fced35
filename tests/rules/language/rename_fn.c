int f(void)
{
	int old_name;

	return old_name(1, 2) + old_name();
}
