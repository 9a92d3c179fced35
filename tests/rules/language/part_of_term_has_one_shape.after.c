void one(struct s *a, struct s *b, int i)
{
	if (a == NONE)
		work(0);
	if (NULL == a)
		work(1);
	if (!a)
		work(2);
	i += 2;
	++i;
	i += 1;
	work(a->q.f);
	work((*b).f);
}
