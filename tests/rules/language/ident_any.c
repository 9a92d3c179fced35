int g(int old_name)
{
	struct s x = { .old_name = 1 };

	x.old_name = old_name;
	return old_name(1) + old_name;
}
