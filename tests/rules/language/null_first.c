void one(struct s *a)
{
	check(a == NULL);
	check(NULL == a);
	check(!a);
}
