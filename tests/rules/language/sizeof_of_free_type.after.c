int one(struct s *p, struct s v)
{
	clear_all(p);
	clear_all(p);
	clear_all(p);
	copy(p, sizeof(*p));
	copy(p, sizeof(v));
	copy_all(p);
	return 0;
}
