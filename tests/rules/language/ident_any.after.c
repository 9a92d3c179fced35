int g(int old_name)
{
	struct s x = { .old_name = 1 };

	x.old_name = new_name;
	return new_name(1) + new_name;
}
