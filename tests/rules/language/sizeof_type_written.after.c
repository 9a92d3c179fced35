int f(struct s *p)
{
	return SIZE(struct s) + sizeof(*p);
}
