void f(struct s *p)
{
	kfree(p);
	if (x) {
		/* the first */
		kfree(p->a);
	}
	if (y)
		kfree(p);
	kfree(p);
	kfree(p->a_member_with_a_long_name);
	for (i = 0; i < 5; i++)
		if (i)
			h();
	if (IS_ERR_OR_NULL(p))
		return;
}
