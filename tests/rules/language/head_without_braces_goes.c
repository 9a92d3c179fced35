void f(struct s *p)
{
	if (p != NULL)
		kfree(p);
	if (x) {
		if (p->a)
			/* the first */
			kfree(p->a);
	}
	if (y)
		if (p)
			kfree(p);
	if (p) kfree(p);
	if (p->a_member_with_a_long_name !=
	    NULL)
		kfree(p->a_member_with_a_long_name);
	while (once)
		for (i = 0; i < 5; i++)
			if (i)
				h();
	if (IS_ERR(p) || p == NULL)
		return;
}
