int one(struct s *p, struct s v)
{
	clear(p, sizeof(*p));
	clear(p, sizeof v);
	clear(p, sizeof(struct s));
	copy(p, sizeof(*p));
	copy(p, sizeof(v));
	copy(p, sizeof(struct s));
	return 0;
}
