void one(struct s *a)
{
	third(a->dev, 2);
	first(a);
}
