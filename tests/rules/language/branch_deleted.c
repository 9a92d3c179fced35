int f(void)
{
	a->f = NULL;
	if (x)
		b->f = NULL;
	c->f = 0;
}
