int f(void)
{
	int old_name;

	return new_name(1, 2) + new_name();
}
