void one(struct s *x)
{
	first(x == NULL);
	first(!x);
}
