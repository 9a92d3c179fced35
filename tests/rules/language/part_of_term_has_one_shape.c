void one(struct s *a, struct s *b, int i)
{
	if (a == NULL)
		work(0);
	if (NULL == a)
		work(1);
	if (!a)
		work(2);
	i++;
	++i;
	i += 1;
	work(a->f);
	work((*b).f);
}
