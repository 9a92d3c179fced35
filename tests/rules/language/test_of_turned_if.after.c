void one(struct s *x)
{
	if (x != NULL)
		first();
	else
		second();
	if (none(x))
		first();
	else
		second();
}
