struct s { struct s *next; };
int g(struct s *s)
{
	if (s->next == NULL)
		return 2;
	if (s == NULL)
		return 3;
	return 0;
}
