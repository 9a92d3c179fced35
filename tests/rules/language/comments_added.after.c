int q(struct foo *p)
{
	f(1); /* done */
	// more
	g(1);
	h(2);
}
