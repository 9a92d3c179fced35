int f(struct s *p)
{
	if (IS_ERR_OR_NULL(p))
		return 1;
	else
		g();
	if (IS_ERR_OR_NULL(p)) {
		return 1;
	} else {
		g();
	}
	return 0;
}
