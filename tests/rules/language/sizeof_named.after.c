struct s { int a; };
int f(struct s *p, struct s q)
{
	int y;

	y = SIZE();
	y = sizeof(*p);
	y = sizeof *p;
	y = sizeof(q);
	return y;
}
