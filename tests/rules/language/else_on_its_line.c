int f(struct s *p)
{
	if (!p || IS_ERR(p))
		return 1;
	else
		g();
	if (!p || IS_ERR(p)) {
		return 1;
	} else {
		g();
	}
	return 0;
}
