void one(struct s *x)
{
}
