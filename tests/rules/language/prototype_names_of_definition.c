void one(struct s *x, int y);
void two(struct s *p, int q);

void one(struct s *p, int q)
{
	int z;

	use(q);
}

void two(struct s *p, int q)
{
	int z;

	use(q);
}
