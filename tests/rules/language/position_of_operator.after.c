void one(struct s *x)
{
	first(none(x));
	first(!x);
}
