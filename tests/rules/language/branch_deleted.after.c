int f(void)
{
	if (x)
		{}
	c->f = 0;
}
