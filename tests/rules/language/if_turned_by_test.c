void one(struct s *x)
{
	if (x != NULL)
		first();
	else
		second();
	if (x == NULL)
		first();
	else
		second();
}
