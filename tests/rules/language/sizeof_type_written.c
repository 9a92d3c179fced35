int f(struct s *p)
{
	return sizeof(struct s) + sizeof(*p);
}
