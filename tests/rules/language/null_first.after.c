void one(struct s *a)
{
	none(a);
	none(a);
	none(a);
}
