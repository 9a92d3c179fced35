void one(struct s *x, char z, long q);
void two(struct s *p, char z, long q);

void one(struct s *p, char z, long q)
{
	use(q);
}

void two(struct s *p, char z, long q)
{
	use(q);
}
