void one(struct s *a)
{
	first(a->dev);
	second(a->dev, 2);
	third(a->dev, 2);
	first(a);
}
